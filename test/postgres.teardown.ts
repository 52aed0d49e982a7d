import { stopPostgres } from './postgres.setup.ts';

export default stopPostgres;
