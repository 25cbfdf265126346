import { describe, expect, it } from 'vitest';
import { judgeRequest, MAX_BODY_BYTES, readBody } from './request.ts';

const OWN = 'https://desk.example.com';

function judge(method: string, headers: Readonly<Record<string, string>>) {
  return judgeRequest({ method, header: (name) => headers[name] ?? null }, OWN)?.code ?? 'Read';
}

const POST = {
  origin: OWN,
  'sec-fetch-site': 'same-origin',
  'x-csrf': '1',
  'content-type': 'application/json',
};

describe('ASVS 3.5.8 a mutation', () => {
  const sites = [undefined, 'same-origin', 'none', 'same-site', 'cross-site', 'SAME-ORIGIN', ''];
  const origins = [
    undefined,
    OWN,
    'null',
    'https://evil.example',
    'http://desk.example.com',
    'https://desk.example.com:444',
    'https://desk.example.com.evil.example',
    `${OWN}/`,
  ];
  const all = sites.flatMap((site) => origins.map((origin) => [site, origin] as const));

  it.each(all)('from site %j and origin %j is read only when both are ours', (site, origin) => {
    const { origin: _origin, 'sec-fetch-site': _site, ...rest } = POST;
    const headers = {
      ...rest,
      ...(site !== undefined && { 'sec-fetch-site': site }),
      ...(origin !== undefined && { origin }),
    };
    const isOurs =
      origin === OWN && (site === undefined || site === 'same-origin' || site === 'none');
    expect(judge('POST', headers)).toBe(isOurs ? 'Read' : 'Forbidden');
  });

  it.each([undefined, '0', 'true'])('with %j in the header of ours is refused', (value) => {
    const { 'x-csrf': _, ...rest } = POST;
    expect(judge('POST', { ...rest, ...(value !== undefined && { 'x-csrf': value }) })).toBe(
      'Forbidden',
    );
  });

  it.each([
    ['application/json', 'Read'],
    ['application/json; charset=utf-8', 'Read'],
    ['APPLICATION/JSON', 'Read'],
    ['text/plain', 'WrongMediaType'],
    ['multipart/form-data; boundary=x', 'WrongMediaType'],
    ['application/x-www-form-urlencoded', 'WrongMediaType'],
    ['application/octet-stream', 'WrongMediaType'],
    ['application/json+x', 'WrongMediaType'],
    ['', 'WrongMediaType'],
  ])('as %j is: %s', (type, verdict) => {
    expect(judge('POST', { ...POST, 'content-type': type })).toBe(verdict);
  });

  it.each([
    [String(MAX_BODY_BYTES), 'Read'],
    [String(MAX_BODY_BYTES + 1), 'TooLarge'],
    ['many', 'TooLarge'],
  ])('that announces %s bytes is: %s', (length, verdict) => {
    expect(judge('POST', { ...POST, 'content-length': length })).toBe(verdict);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'post'])('by %s needs the same', (method) => {
    expect(judge(method, {})).toBe('Forbidden');
  });
});

it('lets another site ask for nothing, not even by GET', () => {
  expect(judge('GET', { 'sec-fetch-site': 'cross-site' })).toBe('Forbidden');
  expect(judge('GET', { 'sec-fetch-site': 'same-origin' })).toBe('Read');
  expect(judge('GET', {})).toBe('Read');
});

describe('a body', () => {
  function endless(): { stream: ReadableStream<Uint8Array>; pulled: () => number } {
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(1_000));
        },
      },
      { highWaterMark: 0 },
    );
    return { stream, pulled: () => pulled };
  }

  it('without an end is refused as soon as it is too long, whatever was announced', async () => {
    const { stream, pulled } = endless();
    expect(await readBody(stream, 10_000)).toMatchObject({ code: 'TooLarge' });
    expect(pulled()).toBe(11);
  });

  it('comes out as it went in', async () => {
    const text = JSON.stringify({ a: 'é'.repeat(5_000) });
    const body = await readBody(new Response(text).body);
    expect(new TextDecoder().decode(body as Uint8Array)).toBe(text);
    expect(await readBody(null)).toEqual(new Uint8Array());
  });
});
