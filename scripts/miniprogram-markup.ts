import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { transform } from 'esbuild';
import { outPath } from './miniprogram-parts';

/** What points from one markup, style or SJS file to another: `<import src>`, `<import-sjs from>`, `@import`, `import`. */
const REFERENCES: Readonly<Record<string, RegExp>> = {
  '.axml': /<(?:import|include|import-sjs)\b[^>]*?\b(?:src|from)\s*=\s*"([^"{]+)"/g,
  '.acss': /@import\s+(?:url\()?['"]([^'"]+)['"]/g,
  '.sjs': /\b(?:from|import)\s*['"]([^'"]+)['"]/g,
};

/**
 * The given AXML, ACSS and SJS files and all that they refer to, by path in the built app. Relative references keep
 * working because a package's files keep their places to each other.
 */
export async function miniprogramMarkup(projectRoot: string, sources: string[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const queue = [...sources];
  for (let source = queue.pop(); source; source = queue.pop()) {
    const out = outPath(projectRoot, source);
    if (files.has(out)) continue;
    const text = await readFile(source, 'utf8');
    files.set(out, await slim(extname(source), text));
    queue.push(...referencesOf(projectRoot, source, text));
  }
  return files;
}

function referencesOf(projectRoot: string, source: string, text: string): string[] {
  const extension = extname(source);
  const pattern = REFERENCES[extension];
  if (!pattern) return [];
  return [...text.matchAll(pattern)].map(([, path = '']) => {
    const target = path.startsWith('/') ? join(projectRoot, path) : join(dirname(source), path);
    return extname(target) === '' ? target + extension : target;
  });
}

/** Only what cannot change the meaning: comments, and white space between rules. */
async function slim(extension: string, text: string): Promise<string> {
  if (extension === '.axml') return text.replace(/<!--[\s\S]*?-->\s*/g, '');
  if (extension !== '.acss') return text;
  const { code } = await transform(text, { loader: 'css', minifyWhitespace: true, charset: 'utf8', logLevel: 'error' });
  return code;
}
