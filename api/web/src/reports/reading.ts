/** A report as one reads it out on the telephone: whole sentences, nothing abbreviated. Pure. */

export interface Reading {
  exercise: boolean;
  /** Who reports to whom: names, empty where several or none is chosen. */
  reporters: string[];
  recipients: string[];
  report: string;
  number: string;
  title: string;
  nil: boolean;
  /** By field; a blank one is left out. */
  content: [string, string][];
  reader: string;
  at: string;
}

export interface ReadingWords {
  exercise: string;
  opening: (facts: { recipients: string; reporters: string; report: string }) => string;
  about: (facts: { title: string; number: string }) => string;
  nil: string;
  closing: (facts: { reader: string; at: string }) => string;
  comma: string;
  colon: string;
  stop: string;
}

export function readingText(reading: Reading, words: ReadingWords): string {
  const list = (names: string[]) => names.join(words.comma);
  const ended = (sentence: string) => (/[。.！!？?]$/.test(sentence) ? sentence : sentence + words.stop);
  return [
    ...(reading.exercise ? [words.exercise] : []),
    words.opening({ recipients: list(reading.recipients), reporters: list(reading.reporters), report: reading.report }),
    words.about(reading),
    ...(reading.nil
      ? [words.nil]
      : reading.content
          .filter(([, text]) => text.trim())
          .map(([field, text]) => ended(`${field}${words.colon}${text.trim()}`))),
    words.closing(reading),
    ...(reading.exercise ? [words.exercise] : []),
  ].join("\n");
}
