/** Line breaks and tabs are the only control characters that belong in a text. */
const KEPT_CONTROLS = [0x09, 0x0a, 0x0d];

/**
 * What a person typed, as the backend takes it: at most so many characters, none of them cut in half, and without control characters
 * that came along with something pasted.
 */
export function typedText(text: string, mostCharacters: number): string {
  return Array.from(text).filter(isKeepable).slice(0, mostCharacters).join('');
}

/** Characters as people count them, an emoji as one. */
export function characterCount(text: string): number {
  return Array.from(text).length;
}

function isKeepable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isControl = code < 0x20 || (code >= 0x7f && code <= 0x9f);
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  return !isHalf && (!isControl || KEPT_CONTROLS.includes(code));
}
