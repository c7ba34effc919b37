/**
 * Ways of asking that clients have been seen to use and that the strict gateway does not take (reference fshows 11, a to e):
 * parameters in the address, a `sign` whose `+` has become a space, a `sign_type` that is signed along or is not, a JSON
 * body, and in that body `content` as an object instead of a string.
 */
export const TOLERANCES = [
  'query_parameters',
  'spaces_in_sign',
  'sign_type',
  'json_body',
  'json_content_object',
] as const;

export type Tolerance = (typeof TOLERANCES)[number];
