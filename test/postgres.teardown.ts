/** Ends the PostgreSQL that the set-up started. */
export default async function stopPostgres(): Promise<void> {
  await globalThis.embeddedPostgres?.stop();
}
