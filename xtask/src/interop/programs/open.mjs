// Opens PKCS#12 files with Node.js: tls.createSecureContext({pfx, passphrase}).
//
//   node open.mjs LIST
//
// LIST is that of Interop.java, and so is the answer, without keys: a context does not show its
// key. OpenSSL has checked by then that it is the key of the certificate.

import fs from 'node:fs';
import tls from 'node:tls';

for (const line of fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const [path, password] = line.split('\t');
  try {
    const pfx = fs.readFileSync(path);
    const passphrase = Buffer.from(password, 'hex').toString('utf8');
    const { context } = tls.createSecureContext({ pfx, passphrase });
    const certificate = context.getCertificate()?.toString('hex') ?? '';
    console.log(`@opened\t\t${certificate}`);
  } catch (error) {
    console.log(`@refused\t${error.message.replace(/\s+/g, ' ')}`);
  }
}
