/** One request with its answer, as a tool that looked on tells it. */
export interface Exchange {
  method: string;
  /** Path and query. */
  path: string;
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  content: string;
}
