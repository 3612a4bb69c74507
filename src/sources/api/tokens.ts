export { NotJson, readText, type Token, tokenAt } from '../../domain/json-tokens.ts';
