/**
 * Where the server is: below the folder of this page, whatever path a proxy shows it under.
 * `/api/session` of the page `https://host/zhiban/#/account` is `/zhiban/api/session`.
 */
export function place(path: string, page: string = document.baseURI): string {
  return new URL(`.${path}`, page).pathname + new URL(`.${path}`, page).search;
}
