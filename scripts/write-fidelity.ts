/** Writes `docs/fidelity.md` from the list in `sandbox/fidelity/`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fidelityDocument } from '../sandbox/fidelity/fidelity';

writeFileSync(join(__dirname, '..', 'docs', 'fidelity.md'), fidelityDocument());
