//! The recipes in `docs/integrations/`, run as they stand.
