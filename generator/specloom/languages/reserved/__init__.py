"""Words with a meaning of their own, one commented text file for each language and purpose."""
