module example.com/degraded

go 1.23
