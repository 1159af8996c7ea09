/** A contact as its window holds it: texts as they are typed; the server reads the numbers. */
import type { Contact } from "../api/types";

type Kind = Contact["channels"][number]["kind"];
export const KINDS: Kind[] = ["mobile", "landline", "satellite", "fax", "mail", "dingtalk", "wecom", "feishu"];

export interface ContactForm {
  unit: string;
  post: string;
  person: string;
  rank: string;
  division: string;
  note: string;
  account: string;
  reason: string;
  roles: string[];
  channels: { kind: Kind; address: string }[];
}

export function formOf(contact: Contact | null): ContactForm {
  const channels = (contact?.channels ?? []).map(({ kind, address }) => ({ kind, address }));
  return {
    unit: contact?.unit ?? "", post: contact?.post ?? "", person: contact?.person ?? "", rank: String(contact?.rank ?? 1),
    division: contact?.division ?? "", note: contact?.note ?? "", account: contact?.account ?? "", reason: "", roles: [...(contact?.roles ?? [])],
    channels: channels.length ? channels : [{ kind: "mobile", address: "" }],
  };
}

/** What is sent; lines without a number are left out, and so is what is empty. */
export function bodyOf(form: ContactForm): Record<string, unknown> {
  const some = (name: string, value: string) => (value.trim() ? { [name]: value.trim() } : {});
  return {
    unit: form.unit, post: form.post, rank: Number(form.rank || 1), roles: form.roles,
    channels: form.channels.filter((one) => one.address.trim()),
    ...some("person", form.person), ...some("division", form.division), ...some("note", form.note), ...some("account", form.account), ...some("reason", form.reason),
  };
}
