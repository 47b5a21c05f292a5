module example.com/twiliovideo

go 1.23
