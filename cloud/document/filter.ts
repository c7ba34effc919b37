import { type RawBuilder, sql } from 'kysely';
import { isObject, namesOf, objectOf, wrong } from './field-path';

/** A condition on the column `body`; where the database cannot decide it, it is not met. */
type Condition = RawBuilder<boolean>;
/** The field an operator looks at, as the database's own path language names it. */
type Test = (path: string, operand: unknown) => Condition;

const EVERYTHING: Condition = sql`true`;
const NOTHING: Condition = sql`false`;

/**
 * A MongoDB filter as PostgreSQL reads it. Values are compared within their type, an array matches when one of its members does, and null
 * is also what is not there. Throws a PlatformError for anything that is not offered, so that no condition is ever left out.
 */
export function conditionOf(filter: unknown): Condition {
  const parts = Object.entries(objectOf(filter, 'A filter')).map(([name, value]) =>
    name.startsWith('$') ? combined(name, value) : fieldCondition(name, value),
  );
  return all(parts);
}

function combined(operator: string, value: unknown): Condition {
  if (!Array.isArray(value) || value.length === 0) throw wrong(`${operator} needs a list of filters.`);
  const conditions = value.map(conditionOf);
  if (operator === '$and') return all(conditions);
  if (operator === '$or') return any(conditions);
  if (operator === '$nor') return not(any(conditions));
  throw wrong(`The operator ${operator} is not offered here.`);
}

function fieldCondition(name: string, value: unknown): Condition {
  const path = `$.${namesOf(name)
    .map((part) => JSON.stringify(part))
    .join('.')}`;
  return hasOperators(value) ? operatorsCondition(path, value) : isEqual(path, value);
}

function hasOperators(value: unknown): value is Record<string, unknown> {
  return isObject(value) && Object.keys(value).some((name) => name.startsWith('$'));
}

function operatorsCondition(path: string, operators: Record<string, unknown>): Condition {
  const { $options, ...tests } = operators;
  if ($options !== undefined && tests.$regex === undefined) throw wrong('$options needs $regex.');
  return all(
    Object.entries(tests).map(([name, operand]) => {
      const test = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
      if (!test) throw wrong(`The operator ${name} is not offered here.`);
      return test(path, name === '$regex' ? { pattern: operand, flags: $options ?? '' } : operand);
    }),
  );
}

const TESTS: Record<string, Test> = {
  $eq: isEqual,
  $ne: (path, operand) => not(isEqual(path, operand)),
  $gt: (path, operand) => compares(path, '>', operand),
  $gte: (path, operand) => compares(path, '>=', operand),
  $lt: (path, operand) => compares(path, '<', operand),
  $lte: (path, operand) => compares(path, '<=', operand),
  $in: (path, operand) => any(listOf('$in', operand).map((value) => isEqual(path, value))),
  $nin: (path, operand) => not(any(listOf('$nin', operand).map((value) => isEqual(path, value)))),
  $all: (path, operand) => {
    const values = listOf('$all', operand);
    return values.length === 0 ? NOTHING : all(values.map((value) => isEqual(path, value)));
  },
  $exists: (path, operand) => (operand ? exists(path) : not(exists(path))),
  $size: (path, operand) => {
    if (!Number.isInteger(operand)) throw wrong('$size needs an integer.');
    // Only an array has a size; in the lax mode everything would be an array of one.
    return exists(`strict ${path} ? (@.type() == "array" && @.size() == ${operand})`);
  },
  $not: (path, operand) => {
    if (!hasOperators(operand)) throw wrong('$not needs operators.');
    return not(operatorsCondition(path, operand));
  },
  $regex: (path, operand) => {
    const { pattern, flags } = operand as { pattern: unknown; flags: unknown };
    const isPattern = typeof pattern === 'string' && typeof flags === 'string' && /^[ims]*$/.test(flags);
    if (!isPattern) throw wrong('$regex needs a text, and $options letters of i, m, s.');
    const flag = flags === '' ? '' : ` flag ${JSON.stringify(flags)}`;
    return exists(`${path} ? (@ like_regex ${JSON.stringify(pattern)}${flag})`);
  },
};

// --- Internal helpers ---

function isEqual(path: string, value: unknown): Condition {
  if (value === null) return any([not(exists(path)), exists(`${path} ? (@ == null)`)]);
  if (isScalar(value)) return exists(`${path} ? (@ == ${JSON.stringify(value)})`);
  const whole = JSON.stringify(value);
  return sql`exists (
    select from jsonb_path_query(body, ${path}::text::jsonpath) as v(value) where v.value = ${whole}::text::jsonb
    union all
    select from jsonb_path_query(body, ${`${path}[*]`}::text::jsonpath) as v(value) where v.value = ${whole}::text::jsonb
  )`;
}

function compares(path: string, operator: string, value: unknown): Condition {
  if (typeof value !== 'number' && typeof value !== 'string')
    throw wrong('Only numbers, texts and times have an order.');
  return exists(`${path} ? (@ ${operator} ${JSON.stringify(value)})`);
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function listOf(operator: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(`${operator} needs a list.`);
}

/** Whether the path finds anything. An operator by itself, and not a function, because indexes serve nothing else. */
function exists(path: string): Condition {
  return sql`body @? ${path}::text::jsonpath`;
}

function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? EVERYTHING : sql`(${sql.join(conditions, sql` and `)})`;
}

function any(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? NOTHING : sql`(${sql.join(conditions, sql` or `)})`;
}

function not(condition: Condition): Condition {
  return sql`((${condition}) is not true)`;
}
