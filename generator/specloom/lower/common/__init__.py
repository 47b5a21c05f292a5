"""The lowering that languages share: from the model to the views of `lower.views`, with what a language offers."""
