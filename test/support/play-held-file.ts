import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file whose server waits: the slowest thing that a turn may have to fetch. */
export interface HeldFile {
  /** As Teams would send it along with a message. */
  readonly attachment: object;
  /** Resolves once somebody asked for the file. */
  readonly asked: Promise<void>;
  /** Lets everybody who asked, or will ask, have it. */
  release(): void;
  close(): Promise<void>;
}

export async function holdFile(name = 'capture.png', port = 0): Promise<HeldFile> {
  const waiting: ServerResponse[] = [];
  let open = false;
  let wasAsked = (): void => {};
  const asked = new Promise<void>((resolve) => {
    wasAsked = resolve;
  });
  const send = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'image/png' });
    response.end(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  };
  const server = http.createServer((_request, response) => {
    if (open) send(response);
    else waiting.push(response);
    wasAsked();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    attachment: {
      contentType: 'image/*',
      contentUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`,
      name,
    },
    asked,
    release() {
      open = true;
      for (const response of waiting.splice(0)) send(response);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
