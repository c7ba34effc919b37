import { CONTROL_STATUSES } from './control-refusal';
import { type JsonSchema, jsonSchema } from './json-schema';
import { refusalReply } from './reply-schemas';
import type { Route } from './route';

/** The control API in the words of OpenAPI 3.1. */
export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, object>>;
}

/** Routes of one path stand together under it, one operation for each method. */
export function openApi(routes: readonly Route[]): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shouyin sandbox',
      version: '1.0.0',
      description:
        'What can be done to the sandbox beside its gateway. JSON, on this machine only; refusals are {reason, message} with a 4xx status.',
    },
    paths,
  };
}

function operation(route: Route): object {
  const input = jsonSchema(route.input);
  const inPath = Array.from(route.path.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
  return {
    summary: route.summary,
    ...parametersOrBody(route, input, inPath),
    responses: { '200': content('Done', jsonSchema(route.reply)), ...refusals(route, takesSomething(input)) },
  };
}

function takesSomething(input: JsonSchema): boolean {
  return Object.keys((input.properties as object | undefined) ?? { oneOf: input.oneOf }).length > 0;
}

function parametersOrBody({ method }: Route, input: JsonSchema, inPath: readonly string[]): object {
  const properties = Object.entries((input.properties ?? {}) as Record<string, JsonSchema>);
  if (method === 'GET') {
    if (properties.length === 0) return {};
    const parameter = ([name, schema]: [string, JsonSchema]) =>
      inPath.includes(name)
        ? { name, in: 'path', required: true, schema }
        : { name, in: 'query', required: false, schema };
    return { parameters: properties.map(parameter) };
  }
  const required = 'oneOf' in input || ((input.required as string[] | undefined)?.length ?? 0) > 0;
  return { requestBody: { required, content: { 'application/json': { schema: input } } } };
}

function refusals({ refusals: reasons, method }: Route, isChecked: boolean): object {
  const always = method === 'POST' ? (['not_json', 'invalid_input'] as const) : [];
  const all = [...always, ...(method === 'GET' && isChecked ? (['invalid_input'] as const) : []), ...reasons];
  const statuses = [...new Set(all.map((reason) => CONTROL_STATUSES[reason]))];
  return Object.fromEntries(
    statuses.map((status) => {
      const ones = all.filter((reason) => CONTROL_STATUSES[reason] === status);
      return [String(status), content(ones.join(', '), jsonSchema(refusalReply))];
    }),
  );
}

function content(description: string, schema: JsonSchema): object {
  return { description, content: { 'application/json': { schema } } };
}
