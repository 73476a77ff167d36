// Opens PKCS#12 files with golang.org/x/crypto/pkcs12.
//
//	open decode|topem LIST
//
// LIST and the answer are those of Interop.java.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"golang.org/x/crypto/pkcs12"
)

func main() {
	list, err := os.Open(os.Args[2])
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		path, passwordHex, _ := strings.Cut(lines.Text(), "\t")
		password, _ := hex.DecodeString(passwordHex)
		read := decode
		if os.Args[1] == "topem" {
			read = toPEM
		}
		keys, certificates, err := guarded(read, path, string(password))
		if err != nil {
			fmt.Printf("@refused\t%s\n", strings.Join(strings.Fields(err.Error()), " "))
		} else {
			fmt.Printf("@opened\t%s\t%s\n", strings.Join(keys, ","), strings.Join(certificates, ","))
		}
	}
}

type reader func(data []byte, password string) (keys, certificates []string, err error)

func guarded(read reader, path, password string) (keys, certificates []string, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic: %v", panicked)
		}
	}()
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	return read(data, password)
}

func decode(data []byte, password string) (keys, certificates []string, err error) {
	key, certificate, err := pkcs12.Decode(data, password)
	if err != nil {
		return nil, nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	return []string{hex.EncodeToString(der)}, []string{hex.EncodeToString(certificate.Raw)}, nil
}

func toPEM(data []byte, password string) (keys, certificates []string, err error) {
	blocks, err := pkcs12.ToPEM(data, password)
	if err != nil {
		return nil, nil, err
	}
	for _, block := range blocks {
		text := hex.EncodeToString(block.Bytes)
		if block.Type == "CERTIFICATE" {
			certificates = append(certificates, text)
		} else {
			keys = append(keys, text)
		}
	}
	return keys, certificates, nil
}
