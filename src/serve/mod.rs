//! `pakt serve`: pages for people, an endpoint for tools.

pub mod pages;
pub mod view;
