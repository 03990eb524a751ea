x = 0.3;
n = 1e6;
tic;
for i = 1:n
  x = 3.7*x*(1 - x);
end
printf("%g\n", toc/n);
