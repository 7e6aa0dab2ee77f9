// Compiles the JSON Schemas in ajv's strict mode, and validates what tests/formats/tools/mod.rs wrote: ajv.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2020.js';

const fail = (message) => {
  console.error(message);
  process.exit(1);
};
const folder = process.argv[2];
for (const name of fs.readdirSync(folder).sort()) {
  const read = (file) => fs.readFileSync(path.join(folder, name, file), 'utf8');
  if (!fs.existsSync(path.join(folder, name, 'dossier.schema.json'))) continue;
  // `strict: true` makes errors of the warnings too.
  const compile = (file) => new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(read(file)));
  const [dossier, edit] = [compile('dossier.schema.json'), compile('edit.schema.json')];
  const document = JSON.parse(read('dossier.json'));
  if (document.facts.length >= 10_000) continue;
  if (!dossier(document)) fail(`${name}: the dossier is not valid: ${JSON.stringify(dossier.errors[0])}`);
  for (const line of read('graph.jsonl').trim().split('\n')) {
    if (!edit(JSON.parse(line))) fail(`${name}: ${line}: ${JSON.stringify(edit.errors[0])}`);
  }
  document.facts[0].relation = 'no-such-relation';
  if (dossier(document)) fail(`${name}: a relation that the schema does not have is valid`);
  console.log(`${name}: ajv found the dossier and its edits valid`);
}
