/** Enter never sends what is not finished: it goes on to the next field. Ctrl+Enter sends. */

const FIELDS = "input:not([type=hidden]), select, textarea, button[type=submit]";
/** A press on these is the browser's own. */
const OWN = ["submit", "button", "checkbox", "radio"];

/** For a window's form: `@keydown.enter="onEnter"`. */
export function onEnter(event: KeyboardEvent): void {
  const form = event.currentTarget as HTMLFormElement;
  const field = event.target as HTMLInputElement;
  // The input method takes this Enter to end a word.
  if (event.isComposing || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    send(form);
  } else if (field.tagName === "INPUT" && !OWN.includes(field.type)) {
    event.preventDefault();
    next(form, field)?.focus();
  }
}

/** What may not be pressed yet does not go out by a key either; the words beside the button say why. */
function send(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (!button?.disabled) return form.requestSubmit();
  button.scrollIntoView({ block: "nearest" });
  form.reportValidity();
}

function next(form: HTMLFormElement, field: HTMLElement): HTMLElement | undefined {
  const all = [...form.querySelectorAll<HTMLInputElement>(FIELDS)].filter((one) => !one.disabled && one.offsetParent);
  return all[all.indexOf(field as HTMLInputElement) + 1];
}
