/** What to paste to connect one client, with the keys of one app in the format that client reads. */
export interface Setup<Access> {
  id: string;
  label: string;
  /** How to get it. */
  install: string;
  keyFormat: string;
  code(app: Access): string;
}
