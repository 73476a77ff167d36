//! Paths, valid and not.

#[path = "path/apple.rs"]
mod apple;
#[path = "path/common.rs"]
mod common;
#[path = "path/defects.rs"]
mod defects;
#[path = "path/found.rs"]
mod found;
#[path = "path/hostile.rs"]
mod hostile;
