/** Puts the bundled documents beside the compiled code, where it reads them. */
import { cpSync } from 'node:fs';

cpSync('generated', 'dist/generated', { recursive: true, filter: (path) => !path.endsWith('.ts') });
