import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '../src/config/settings-schema.ts';
import { isVerificationCode, verificationCodes, verificationResults } from '../src/verification-results.ts';

/* Documentation that names what no longer exists misleads more than none. */

type Page = { readonly path: string; readonly text: string };

const root = fileURLToPath(new URL('..', import.meta.url));
const decisionsFolder = 'docs/decisions';

let pages: Page[];
let readme: string;
beforeAll(async () => {
  const paths = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...(await markdownBelow('docs'))];
  pages = await Promise.all(paths.map(async (path) => ({ path, text: await read(path) })));
  readme = await read('README.md');
});

function read(path: string): Promise<string> {
  return readFile(join(root, path), 'utf8');
}

async function markdownBelow(folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
}

/** Returns the captures of `pattern` in every page. */
function found(pattern: RegExp): { page: string; name: string }[] {
  return pages.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map(([, name = '']) => ({ page: path, name })),
  );
}

/** Makes the anchors of headings as GitHub does. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

async function leadsSomewhere(page: string, link: string): Promise<boolean> {
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? page : join(dirname(page), target);
  if (!existsSync(join(root, path))) return false;
  return anchor === undefined || anchorsOf(await read(path)).includes(anchor);
}

describe('the pages', () => {
  test('every relative link leads to a file, and to a heading where it names one', async () => {
    const links = found(/\]\(([^)\s]+)\)/g).filter(({ name }) => !/^[a-z]+:/.test(name));
    expect(links.length).toBeGreaterThan(10);
    const leading = await Promise.all(links.map(({ page, name }) => leadsSomewhere(page, name)));
    expect(links.filter((_link, index) => !leading[index])).toEqual([]);
  });

  test('every npm script that is named exists', async () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('package.json')));
    const named = [...found(/npm run (?:-\S+ )*([\w:-]+)/g), ...found(/npm (start|test)\b/g)];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ name }) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('every path of this project that is named in code type exists', () => {
    const named = found(/`((?:src|test|docs|bench|scripts|examples|migrations)\/[\w./-]*)/g);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ name }) => !existsSync(join(root, name)))).toEqual([]);
  });
});

describe('the README', () => {
  test('names every environment variable, and no other in its table', () => {
    const rows = readme.match(/^\| `[A-Z_]+`.*$/gm) ?? [];
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]{4,})`/g)]);
    const variables = named.map(([, name = '']) => name).filter((name) => !isVerificationCode(name));
    expect(variables.toSorted()).toEqual(Object.keys(settingsSchema.shape).toSorted());
  });

  test('gives every result of a verification, in the order of the checks, with its status', () => {
    const rows = [...readme.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \| (\d{3}) \|$/gm)];
    const listed = rows.flatMap(([, codes = '', status]) =>
      codes.split(', ').map((code) => [code.slice(1, -1), Number(status)]),
    );
    const refused = verificationCodes.filter((code) => code !== 'VALID');
    const codes = ['VALID' as const, ...refused];
    expect(listed).toEqual(codes.map((code) => [code, verificationResults[code].status]));
  });
});

describe('the decisions', () => {
  const numberOf = ({ path }: Page) => Number(/\/(\d{4})-[^/]+$/.exec(path)?.[1]);

  let decisions: Page[];
  beforeAll(() => {
    decisions = pages
      .filter(({ path }) => path.startsWith(decisionsFolder) && !path.endsWith('README.md'))
      .toSorted((one, other) => (one.path < other.path ? -1 : 1));
  });

  test('are numbered without a gap, in the title as in the name', () => {
    expect(decisions.map(numberOf)).toEqual(decisions.map((_page, index) => index + 1));
    expect(decisions.map(({ text }) => Number(/^# (\d+)\. /.exec(text)?.[1]))).toEqual(
      decisions.map(numberOf),
    );
  });

  test('each say the context and what the choice costs', () => {
    const parts = ['**Context.**', '**What it costs.**'];
    const lacking = decisions.filter(({ text }) => !parts.every((part) => text.includes(part)));
    expect(lacking.map(({ path }) => path)).toEqual([]);
  });

  test('all stand in the index, by their titles', async () => {
    const lines = decisions.map(({ path, text }) => {
      const [, number, title] = /^# (\d+)\. (.+)/.exec(text) ?? [];
      return `${number}. [${title}](${path.slice(decisionsFolder.length + 1)})`;
    });
    const index = await read(`${decisionsFolder}/README.md`);
    expect(index.match(/^\d+\. .+$/gm)).toEqual(lines);
  });
});

test('what the README links to is published with it', async () => {
  const { files } = z.object({ files: z.array(z.string()) }).parse(JSON.parse(await read('package.json')));
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(5);
  const missing = links.filter((link) => !files.some((file) => link === file || link.startsWith(`${file}/`)));
  expect(missing).toEqual([]);
});
