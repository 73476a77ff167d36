//! Reads every file of a folder and prints how many bytes they have: the least that a check of the
//! folder can cost.

use std::{env, fs, io, process};

fn main() {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("usage: read-folder FOLDER");
        process::exit(2);
    };
    match bytes(&folder) {
        Ok(bytes) => println!("{bytes}"),
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            process::exit(2);
        }
    }
}

fn bytes(folder: &std::ffi::OsStr) -> io::Result<usize> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        bytes += fs::read(entry?.path())?.len();
    }
    Ok(bytes)
}
