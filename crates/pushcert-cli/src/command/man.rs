//! `pushcert man`: manual pages, generated from the definition of the flags.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory as _};
use clap_mangen::Man;

use crate::cli::Cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

/// The flags of `man`.
#[derive(Args, Debug)]
#[command(after_help = "To read a page:  pushcert man check | man -l -")]
pub(crate) struct Arguments {
    /// The page of this command only
    command: Option<String>,

    /// Write one file for each page into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Overwrite pages that are there already
    #[arg(long, requires = "out")]
    force: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let pages = pages(arguments.command.as_deref())?;
    match &arguments.out {
        Some(folder) => write_all(folder, &pages, arguments.force)?,
        None => {
            output::to_stdout(|out| pages.iter().try_for_each(|page| out.write_all(&page.text)))?;
        }
    }
    Ok(Exit::Fine)
}

struct Page {
    file_name: String,
    text: Vec<u8>,
}

/// The main page and one for each command, or the one that was asked for.
fn pages(only: Option<&str>) -> Result<Vec<Page>, Failure> {
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let wanted = |command: &&Command| only.is_none_or(|name| command.get_name() == name);
    let mut pages = Vec::new();
    if only.is_none_or(|name| name == "pushcert") {
        pages.push(page(&root)?);
    }
    for command in root.get_subcommands().filter(wanted) {
        pages.push(page(command)?);
    }
    match only {
        Some(name) if pages.is_empty() => {
            Err(Failure::new(format!("there is no command '{name}'"))
                .with_help("run 'pushcert --help' for the list of commands"))
        }
        _ => Ok(pages),
    }
}

fn page(command: &Command) -> Result<Page, Failure> {
    let source = format!("pushcert {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone())
        .manual("pushcert manual")
        .source(source);
    let mut text = Vec::new();
    man.render(&mut text)
        .map_err(|error| Failure::new(format!("cannot lay out the page: {error}")))?;
    Ok(Page {
        file_name: man.get_filename(),
        text,
    })
}

fn write_all(folder: &Path, pages: &[Page], force: bool) -> Result<(), Failure> {
    let cannot = |path: &Path, error: &io::Error| {
        let failure = Failure::new(format!("cannot write {}: {error}", path.display()));
        match error.kind() {
            io::ErrorKind::AlreadyExists => failure.with_help("--force overwrites what is there"),
            _ => failure.with_help("give a folder that can be written to"),
        }
    };
    fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
    for page in pages {
        let path = folder.join(&page.file_name);
        let mut options = OpenOptions::new();
        options
            .write(true)
            .truncate(force)
            .create(force)
            .create_new(!force);
        let written = options
            .open(&path)
            .and_then(|mut file| file.write_all(&page.text));
        written.map_err(|error| cannot(&path, &error))?;
    }
    Ok(())
}
