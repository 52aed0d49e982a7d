import { quoteWord, splitWords } from '../../src/southbound/environment/nut-protocol.ts';

describe('the line protocol of upsd', () => {
  it.each([
    ['VAR ups1 ups.status "OB DISCHRG"', ['VAR', 'ups1', 'ups.status', 'OB DISCHRG']],
    [String.raw`VAR ups1 ups.model "a \"b\" \\ c"`, ['VAR', 'ups1', 'ups.model', String.raw`a "b" \ c`]],
    ['VAR ups1 ups.serial ""', ['VAR', 'ups1', 'ups.serial', '']],
    ['ERR DATA-STALE', ['ERR', 'DATA-STALE']],
    [String.raw`a\ b  c `, ['a b', 'c']],
    ['', []],
  ])('splits %s into words', (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });

  it.each(['VAR ups1 ups.status "OB', String.raw`VAR ups1 ups.status "OB\"`, 'VAR "ups1"ups.status', 'a\\', '"'])(
    'recognises that %s is not of the protocol',
    (line) => {
      expect(splitWords(line)).toBeUndefined();
    },
  );

  it.each(['ups1', 'two words', String.raw`p"ass\word`, '', 'é'])(
    'quotes %s so that it is read back as it was',
    (word) => {
      expect(splitWords(quoteWord(word))).toEqual([word]);
    },
  );

  it('refuses a word with a line end, which would start a second command', () => {
    expect(() => quoteWord('ups1\nFSD ups1')).toThrow(expect.objectContaining({ kind: 'SouthboundRefused' }) as Error);
  });
});
