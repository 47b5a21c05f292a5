module example.com/xmlbodies

go 1.23
