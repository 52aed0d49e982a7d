import Database from 'better-sqlite3';

/** Makes indexes on attributes as the store makes them; `location` is that of a store that nobody has open. */
export function makeIndexes(location: string, table: string, paths: readonly string[][]): void {
  const database = new Database(location.replace('sqlite:', ''));
  for (const path of paths) {
    const name = `attribute_${Buffer.from(JSON.stringify([table, ...path])).toString('hex')}`;
    const steps = path.map((step) => `."${step}"`).join('');
    database.exec(`create index "${name}" on ${table} (json_extract(document, '$${steps}'))`);
  }
  database.close();
}

/** The paths of the attributes that have an index. */
export function indexedPaths(location: string, table: string): string[][] {
  const database = new Database(location.replace('sqlite:', ''), { readonly: true });
  const rows = database
    .prepare(
      `select name from sqlite_master where type = 'index' and tbl_name = ? and name like 'attribute#_%' escape '#'`,
    )
    .all(table) as { name: string }[];
  database.close();
  return rows.map(({ name }) =>
    (JSON.parse(Buffer.from(name.slice('attribute_'.length), 'hex').toString()) as string[]).slice(1),
  );
}
