//! The rules that judge a push credential: facts in, findings out.
