import { nextPage } from '../../src/client/next-page.ts';

function pageWith(link: string): Response {
  const page = new Response('[]', { headers: { link } });
  Object.defineProperty(page, 'url', { value: 'https://gateway.example/vrfm/v1/alarms' });
  return page;
}

describe('the next page', () => {
  it.each([
    ['</vrfm/v1/alarms?nextpage_opaque_marker=a>; rel="next"', '/vrfm/v1/alarms?nextpage_opaque_marker=a'],
    ['<https://gateway.example/b>; rel=next', '/b'],
    ['<?c=1,2;3>;title="a, b"; rel="last next"', '/vrfm/v1/alarms?c=1,2;3'],
    ['</first>; rel="first", </d>; REL="Next"', '/d'],
  ])('is found in the Link header %s', (link, expected) => {
    expect(nextPage(pageWith(link))?.href).toBe(`https://gateway.example${expected}`);
  });

  it.each(['</a>; rel="prev"', '</a>; rel="nextish"', '</a>; rel=next-but-one', '</next>', '</a>; title="rel=next"'])(
    'is not found in %s',
    (link) => {
      expect(nextPage(pageWith(link))).toBeUndefined();
    },
  );

  it('is not asked for on another server', () => {
    expect(() => nextPage(pageWith('<https://other.example/a>; rel="next"'))).toThrow('on another server');
  });
});
