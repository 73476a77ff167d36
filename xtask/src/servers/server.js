// A server with TLS and HTTP/2 of others (Node: OpenSSL and nghttp2), which answers as it is told.
//
// Arguments: folder of the certificates, and a JSON object:
//   tls: "TLSv1.2" or "TLSv1.3"; cert: name of the server's certificate; ca: name of the authority of clients
//   ask: whether a client certificate is asked for; protocol: "h2" or "http/1.1"
//   status, body: the answer; goaway: text for the GOAWAY frame sent in place of an answer
// Prints the port.
'use strict';
const fs = require('fs');
const http2 = require('http2');
const https = require('https');

const folder = process.argv[2];
const told = JSON.parse(process.argv[3]);
const file = (name) => fs.readFileSync(`${folder}/${name}`);
const options = {
  cert: file(`${told.cert}.pem`),
  key: file(`${told.cert}.key`),
  ca: file(`${told.ca}.pem`),
  minVersion: told.tls,
  maxVersion: told.tls,
  requestCert: told.ask,
  rejectUnauthorized: told.ask,
};

let server;
if (told.protocol === 'h2') {
  server = http2.createSecureServer(options);
  server.on('stream', (stream) => {
    if (told.goaway) {
      stream.session.goaway(0, 0, Buffer.from(told.goaway));
      stream.session.destroy();
      return;
    }
    stream.respond({ ':status': told.status, 'content-type': 'application/json' });
    stream.end(told.body);
  });
  server.on('sessionError', () => {});
} else {
  server = https.createServer(options, (request, response) => response.end('hello'));
}
server.on('tlsClientError', () => {});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
