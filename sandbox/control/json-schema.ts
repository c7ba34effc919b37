import type * as v from 'valibot';

/** A schema of OpenAPI 3.1, which is JSON Schema. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

/** Valibot's own description of a schema, as far as the control API uses it. */
interface Described {
  type: string;
  pipe?: readonly (Described & { kind: string; requirement?: unknown; description?: string })[];
  entries?: Record<string, Described>;
  wrapped?: Described;
  item?: Described;
  items?: readonly Described[];
  value?: Described;
  options?: readonly (Described | string | number)[];
  literal?: unknown;
  default?: unknown;
}

/** The JSON Schema of what `schema` takes. Throws on a kind of schema that it has not been taught. */
export function jsonSchema(schema: v.GenericSchema): JsonSchema {
  return described(schema as unknown as Described);
}

function described(schema: Described): JsonSchema {
  const [inner] = schema.pipe ?? [];
  const base = inner?.pipe ? described(inner) : bare(schema);
  for (const step of schema.pipe ?? []) {
    if (step.kind === 'validation') Object.assign(base, constraint(step));
    if (step.type === 'description') base.description = step.description;
  }
  return base;
}

function bare(schema: Described): JsonSchema {
  const { options = [], item, items = [], value, wrapped } = schema;
  switch (schema.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: schema.type };
    case 'unknown':
      return {};
    case 'literal':
      return { const: schema.literal };
    case 'picklist':
      return { enum: options };
    case 'variant':
    case 'union':
      return { oneOf: (options as Described[]).map(described) };
    case 'array':
      return { type: 'array', ...(item && { items: described(item) }) };
    case 'tuple':
      return { type: 'array', prefixItems: items.map(described), minItems: items.length, maxItems: items.length };
    case 'record':
      return { type: 'object', ...(value && { additionalProperties: described(value) }) };
    case 'nullable':
      return wrapped ? { anyOf: [described(wrapped), { type: 'null' }] } : {};
    case 'optional':
      return { ...(wrapped && described(wrapped)), ...(schema.default !== undefined && { default: schema.default }) };
    case 'object':
    case 'strict_object':
    case 'loose_object':
      return objectSchema(schema);
    default:
      throw new Error(`json-schema.ts has not been taught valibot's ${schema.type}`);
  }
}

function objectSchema({ type, entries = {} }: Described): JsonSchema {
  const properties = Object.entries(entries).map(([name, entry]) => [name, described(entry)]);
  const required = Object.keys(entries).filter((name) => entries[name]?.type !== 'optional');
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    ...(type === 'strict_object' && { additionalProperties: false }),
  };
}

/** Rules that JSON Schema has no words for are told by their refusals only. */
function constraint({ type, requirement }: { type: string; requirement?: unknown }): JsonSchema {
  switch (type) {
    case 'min_length':
      return { minLength: requirement };
    case 'max_length':
      return { maxLength: requirement };
    case 'min_value':
      return { minimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'integer':
      return { type: 'integer' };
    case 'regex':
      return { pattern: (requirement as RegExp).source };
    default:
      return {};
  }
}
