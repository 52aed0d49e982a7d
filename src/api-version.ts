/** The one version of each API that is supported (SOL013 9.1, 9.3.3). */
export const API_VERSION = '1.0.0';
