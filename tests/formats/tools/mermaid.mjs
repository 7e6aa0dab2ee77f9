// Has Mermaid's own parser read what tests/tools/main.rs wrote: mermaid.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false, maxTextSize: 1_000_000, maxEdges: 10_000 });

const folder = process.argv[2];
for (const name of fs.readdirSync(folder).sort()) {
  const file = path.join(folder, name, 'graph.mmd');
  if (!fs.existsSync(file)) continue;
  const text = fs.readFileSync(file, 'utf8');
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  const edges = diagram.db.getEdges().length;
  const drawn = text.split('\n').filter((line) => /^ {2}n\d+ \S+\|"/.test(line)).length;
  if (edges !== drawn || edges === 0) {
    console.error(`${file}: Mermaid found ${edges} arrows, ${drawn} were drawn`);
    process.exit(1);
  }
  console.log(`${name}: Mermaid found ${edges} arrows`);
}
