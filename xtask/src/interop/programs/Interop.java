// Opens and writes PKCS#12 files with Java's own KeyStore and with Bouncy Castle's.
//
//   java -cp bcprov.jar Interop.java read  sun|bc LIST
//   java -cp bcprov.jar Interop.java write sun|bc DIR KEY-ALGORITHM KEY CERTIFICATE...
//
// LIST has one line for each file: its path, a tabulator, the password as UTF-8 in hexadecimal. The
// answer has one line for each: `opened`, keys and certificates as DER in hexadecimal, separated by
// commas; or `refused` and the message. Bouncy Castle prints what it does not know to standard
// output, so answers begin with `@`.

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

public class Interop {
    private static final HexFormat HEX = HexFormat.of();

    public static void main(String[] args) throws Exception {
        if (args[0].equals("read")) {
            for (String line : Files.readAllLines(Path.of(args[2]))) {
                String[] fields = line.split("\t", -1);
                System.out.println(read(store(args[1], "PKCS12"), fields[0], fields[1]));
                System.out.flush();
            }
        } else {
            write(args);
        }
    }

    private static KeyStore store(String which, String type) throws Exception {
        if (which.equals("sun")) {
            return KeyStore.getInstance(type);
        }
        Class<?> bouncyCastle = Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider");
        Provider provider = (Provider) bouncyCastle.getDeclaredConstructor().newInstance();
        return KeyStore.getInstance(type, provider);
    }

    private static String read(KeyStore store, String path, String passwordHex) {
        try {
            String text = new String(HEX.parseHex(passwordHex), StandardCharsets.UTF_8);
            char[] password = text.toCharArray();
            store.load(new ByteArrayInputStream(Files.readAllBytes(Path.of(path))), password);
            Set<String> keys = new LinkedHashSet<>();
            Set<String> certificates = new LinkedHashSet<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
                    keys.add(HEX.formatHex(store.getKey(alias, password).getEncoded()));
                }
                if (store.getCertificate(alias) != null) {
                    certificates.add(HEX.formatHex(store.getCertificate(alias).getEncoded()));
                }
                Certificate[] chain = store.getCertificateChain(alias);
                for (Certificate one : chain == null ? new Certificate[0] : chain) {
                    certificates.add(HEX.formatHex(one.getEncoded()));
                }
            }
            return "@opened\t" + String.join(",", keys) + "\t" + String.join(",", certificates);
        } catch (Exception | LinkageError error) {
            return "@refused\t" + String.valueOf(error).replaceAll("\\s+", " ");
        }
    }

    private static void write(String[] args) throws Exception {
        Path dir = Path.of(args[2]);
        byte[] keyDer = Files.readAllBytes(Path.of(args[4]));
        PrivateKey key = KeyFactory.getInstance(args[3]).generatePrivate(new PKCS8EncodedKeySpec(keyDer));
        List<Certificate> chain = new ArrayList<>();
        for (int i = 5; i < args.length; i++) {
            byte[] der = Files.readAllBytes(Path.of(args[i]));
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            chain.add(factory.generateCertificate(new ByteArrayInputStream(der)));
        }
        String[] types = args[1].equals("sun")
            ? new String[] {"PKCS12"}
            : new String[] {"PKCS12", "PKCS12-DEF", "PKCS12-3DES-3DES", "PKCS12-DEF-3DES-3DES",
                "PKCS12-AES256-AES128", "PKCS12-AES256-AES128-GCM"};
        char[] password = "interop".toCharArray();
        for (String type : types) {
            KeyStore store;
            try {
                store = store(args[1], type);
            } catch (java.security.KeyStoreException missing) {
                // Not every version has every type; the suite counts the files.
                continue;
            }
            store.load(null, null);
            store.setKeyEntry("push", key, password, chain.toArray(new Certificate[0]));
            try (var out = Files.newOutputStream(dir.resolve(args[1] + "-" + type + ".p12"))) {
                store.store(out, password);
            }
        }
    }
}
