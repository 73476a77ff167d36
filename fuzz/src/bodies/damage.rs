//! What breaks a file, for the fuzz target and for `cargo xtask differential`.

use super::tree;

/// One damage: kind, place (two bytes), value.
pub(crate) fn damaged(file: &[u8], [kind, high, low, value]: [u8; 4]) -> Vec<u8> {
    let place = usize::from(high) << 8 | usize::from(low);
    let at = place % (file.len() + 1);
    let (before, after) = file.split_at(at);
    let some = usize::from(value).min(after.len());
    match kind % 16 {
        0 => {
            let mut file = file.to_vec();
            if let Some(byte) = file.get_mut(at) {
                *byte ^= value;
            }
            file
        }
        1 => [before, &after[some..]].concat(),
        2 => [before, &[value], after].concat(),
        3 => [before, &after[..some], after].concat(),
        4 => before.to_vec(),
        5 => {
            let mut file = file.to_vec();
            if let Some(byte) = file.get_mut(at) {
                *byte = value;
            }
            file
        }
        _ => match tree::parse(file) {
            None => file.to_vec(),
            Some(mut nodes) => {
                let number = place % tree::count(&nodes).max(1);
                tree::damage(&mut nodes, number, kind, value);
                tree::encode(&nodes)
            }
        },
    }
}
