// Counts the tests in all JUnit XML reports (Surefire, Failsafe, node --test) below the modules' target folders and prints
// "N passed, N failed, N skipped". Fails when a test failed or nothing ran.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..'));

function* reports(directory, inTarget = false) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) {
      yield* reports(path, inTarget || entry.name === 'target');
    } else if (inTarget && /^TEST-.*\.xml$/.test(entry.name)) {
      yield path;
    }
  }
}

// Attribute values may hold a bare ">", output sections may hold anything.
const testcase = /<testcase(?:\s+[\w:.-]+="[^"]*")*\s*(?:\/>|>(.*?)<\/testcase>)/gs;
const output = /<!\[CDATA\[.*?\]\]>|<!--.*?-->/gs;

const total = { passed: 0, failed: 0, skipped: 0 };
for (const report of reports(root)) {
  const xml = readFileSync(report, 'utf8').replace(output, '');
  for (const [, body = ''] of xml.matchAll(testcase)) {
    if (/<(failure|error)\b/.test(body)) {
      total.failed++;
    } else if (/<skipped\b/.test(body)) {
      total.skipped++;
    } else {
      total.passed++;
    }
  }
}

const nothingRan = total.passed + total.failed === 0;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || nothingRan ? 1 : 0;
