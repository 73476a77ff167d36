//! Writes the files that `process.py` measures with.

use std::path::Path;
use std::{env, process};

fn main() {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("usage: compare-inputs FOLDER");
        process::exit(2);
    };
    if let Err(error) = pushcert_compare::inputs::write_all(Path::new(&folder)) {
        eprintln!("{}: {error}", folder.display());
        process::exit(2);
    }
}
