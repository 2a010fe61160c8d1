"""What every page shares: who may open it, errors, headers, language, layout and components."""
