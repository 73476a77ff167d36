//! `pk12util` of NSS: files are imported into a database of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::answer::{Answer, Contents};
use super::case::Case;
use super::{Place, pem, run};

/// An empty database, of which each file gets a copy.
pub(super) fn prepare(place: &Place) -> Result<(), String> {
    let folder = place.fresh("nss/empty")?;
    let mut command = Command::new("certutil");
    command.args(["-N", "--empty-password", "-d"]);
    run::must(command.arg(&folder), None).map(drop)
}

/// A database with nothing in it.
pub(super) fn database(place: &Place, name: &str) -> Result<PathBuf, String> {
    let empty = place.folder("nss/empty")?;
    let folder = place.fresh(&format!("nss/{name}"))?;
    for file in ["cert9.db", "key4.db", "pkcs11.txt"] {
        std::fs::copy(empty.join(file), folder.join(file)).map_err(|e| format!("{file}: {e}"))?;
    }
    Ok(folder)
}

/// The password as a file, which is what `-w` wants.
pub(super) fn password_file(folder: &Path, password: &str) -> Result<PathBuf, String> {
    let path = folder.join("password");
    std::fs::write(&path, format!("{password}\n")).map_err(|e| e.to_string())?;
    Ok(path)
}

pub(super) fn open(place: &Place, case: &Case) -> Result<Answer, String> {
    let folder = database(place, &case.name)?;
    let mut command = Command::new("pk12util");
    command.arg("-i").arg(&case.path).arg("-d").arg(&folder);
    command
        .arg("-w")
        .arg(password_file(&folder, &case.password)?);
    match run::run(&mut command, None)? {
        Some(said) if said.ok => contents(&folder, case).map(Answer::Opened),
        Some(said) => Ok(Answer::refused(&format!("{} {}", said.err, said.out))),
        None => Ok(Answer::TimedOut),
    }
}

/// What is in the database now.
fn contents(folder: &Path, case: &Case) -> Result<Contents, String> {
    let mut found = Contents::default();
    for nickname in nicknames(&certutil(folder, &["-L"])?) {
        let text = certutil(folder, &["-L", "-a", "-n", &nickname])?;
        for (_, der) in pem::blocks(&text)? {
            found.certificate(&der);
        }
    }
    for id in key_ids(&certutil(folder, &["-K"]).unwrap_or_default()) {
        let known = case.identities.iter().find(|one| one.nss_key_id == id);
        let key = known.map_or(format!("nss:{id}"), |one| one.key.clone());
        found.keys.insert(key);
    }
    Ok(found)
}

fn certutil(folder: &Path, args: &[&str]) -> Result<String, String> {
    let mut command = Command::new("certutil");
    run::must(command.args(args).arg("-d").arg(folder), None)
}

/// The lines of the list after its two headings, without the column of trust.
fn nicknames(list: &str) -> Vec<String> {
    let is_trust = |word: &str| word.matches(',').count() == 2;
    list.lines()
        .filter_map(|line| line.trim_end().rsplit_once(' '))
        .filter(|(_, trust)| is_trust(trust) && !trust.contains('/'))
        .map(|(name, _)| name.trim().to_owned())
        .collect()
}

/// `< 0> rsa      cd31…c3   name`: the third column.
fn key_ids(list: &str) -> Vec<String> {
    let lines = list.lines().filter(|line| line.starts_with('<'));
    lines
        .filter_map(|line| line.split_once('>')?.1.split_whitespace().nth(1))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{key_ids, nicknames};

    #[test]
    fn lists_are_read() {
        let list = "\nCertificate Nickname      Trust Attributes\n\
             \u{20}                      SSL,S/MIME,JAR/XPI\n\nApple Push: a, b      u,u,u\nCA - Us  ,,\n";
        assert_eq!(nicknames(list), ["Apple Push: a, b", "CA - Us"]);
        let list = "certutil: Checking token\n< 0> rsa      cd31   Apple: x\n<12> ec ab (orphan)\n";
        assert_eq!(key_ids(list), ["cd31", "ab"]);
    }
}
