//! Builds every species of certificate and container synthetically, right and wrong in every field.
