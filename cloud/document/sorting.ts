import { type RawBuilder, sql } from 'kysely';
import { namesOf, wrong } from './field-path';

/** Order of the types, as MongoDB has it; what is not there counts as null. */
const RANK = ['null', 'number', 'string', 'object', 'array', 'boolean'];

/**
 * `order by` for a MongoDB sort: by type, then by value, texts by their bytes. The id comes last, so that what is equal keeps its
 * place from one page to the next.
 */
export function orderOf(sort: Readonly<Record<string, 1 | -1>>): RawBuilder<unknown> {
  const keys = Object.entries(sort).flatMap(([path, direction]) => sortKeys(namesOf(path), direction));
  return sql.join([...keys, sql`id collate "C"`]);
}

function sortKeys(names: string[], direction: 1 | -1): RawBuilder<unknown>[] {
  if (direction !== 1 && direction !== -1) throw wrong('A sort takes 1 or -1 for each field.');
  const value = sql`(body #> ${names}::text[])`;
  const way = direction === 1 ? sql`asc` : sql`desc`;
  const rank = sql`array_position(${RANK}::text[], coalesce(jsonb_typeof(${value}), 'null'))`;
  const number = sql`case when jsonb_typeof(${value}) = 'number' then (${value})::numeric end`;
  const text = sql`(body #>> ${names}::text[]) collate "C"`;
  return [sql`${rank} ${way}`, sql`${number} ${way}`, sql`${text} ${way}`];
}
