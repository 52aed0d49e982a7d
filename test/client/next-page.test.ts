import { nextPage } from '../../src/client/next-page.ts';

function pageWith(link: string): Response {
  const page = new Response('[]', { headers: { link } });
  Object.defineProperty(page, 'url', { value: 'https://gateway.example/vrfm/v1/alarms' });
  return page;
}

describe('the next page', () => {
  it.each([
    ['</vrfm/v1/alarms?nextpage_opaque_marker=a>; rel="next"', '?nextpage_opaque_marker=a'],
    ['<https://gateway.example/vrfm/v1/alarms?b>; rel=next', '?b'],
    ['<?c=1,2;3>;title="a, b"; rel="last next"', '?c=1,2;3'],
    ['<?first>; rel="first", <?d>; REL="Next"', '?d'],
  ])('is found in the Link header %s', (link, expected) => {
    expect(nextPage(pageWith(link))?.href).toBe(`https://gateway.example/vrfm/v1/alarms${expected}`);
  });

  it.each(['</a>; rel="prev"', '</a>; rel="nextish"', '</a>; rel=next-but-one', '</next>', '</a>; title="rel=next"'])(
    'is not found in %s',
    (link) => {
      expect(nextPage(pageWith(link))).toBeUndefined();
    },
  );

  it('is asked for on the server that was asked, whatever the gateway calls itself', () => {
    const next = nextPage(pageWith('<https://behind-a-proxy.example/te/vrfm/v1/alarms?e=1>; rel="next"'));
    expect(next?.href).toBe('https://gateway.example/vrfm/v1/alarms?e=1');
  });
});
