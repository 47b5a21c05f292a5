module example.com/mediatypes

go 1.23
