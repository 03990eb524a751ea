local function fib(n) if n < 2 then return n end return fib(n-1) + fib(n-2) end
fib(20)
local start = os.clock()
fib(27)
print(os.clock() - start)
