module example.com/rootoperations

go 1.23
