import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadKnowledge } from '../../../knowledge/index.ts';
import { loadScripts } from '../../scripts/load.ts';
import { loadTaxonomy } from '../../taxonomy.ts';
import { examplesOf } from './examples.ts';
import { learn } from './learn.ts';
import { readAround, readMessages } from './messages.ts';
import { encodeModel } from './model-file.ts';
import { modelFile } from './shipped-model.ts';

// npm run learn: learns routing anew from scripts, articles and messages, and writes the model that ships.
const folder = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const knowledge = await loadKnowledge([folder('knowledge')]);
const { scripts } = loadScripts([folder('dialogs/scripts')], knowledge, loadTaxonomy());
const examples = [...examplesOf([...scripts.values()], knowledge.articles), ...readMessages()];
const { model, accuracy } = learn(examples, readAround());
const bytes = encodeModel(model);
writeFileSync(modelFile, bytes);
console.log(
  `${examples.length} examples, ${model.labels.length} labels, ${model.keys.length} features, ${(bytes.length / 1e6).toFixed(1)} MB; ` +
    `${(100 * accuracy).toFixed(1)} % of the examples are right when learnt without them; sharpness ${model.sharpness}`,
);
